// Tells the stories in one place.
import type { BrokerOptions } from "leveret";
import { keptStories } from "./kept_stories.js";
import { stories } from "./stories.js";
import { type Leveret, pass } from "./words.js";

/** Tells them all, and returns how many there were and what went wrong, by story. */
export async function tellAll(leveret: Leveret, options: BrokerOptions): Promise<{ told: number; failed: string[] }> {
  const failed: string[] = [];
  let told = 0;
  const tell = async (name: string, story: () => Promise<void>) => {
    told += 1;
    try {
      await within(20_000, story());
    } catch (error) {
      failed.push(`${name}: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
    }
  };
  const database = (name: string) => ({ ...options, name: `${options.worker ? "worker" : "page"} ${name}` });
  for (const [name, story] of Object.entries(stories)) {
    await tell(name, async () => {
      const broker = await leveret.Broker.open(database(name));
      const connection = await broker.connect();
      await story({ leveret, broker, connection, channel: await connection.createChannel() });
      await broker.close();
    });
  }
  if (options.storage === "indexeddb") {
    for (const [name, story] of Object.entries(keptStories)) await tell(name, () => story(leveret, database(name)));
  }
  return { told, failed };
}

function within(milliseconds: number, promise: Promise<void>): Promise<void> {
  const late = pass(milliseconds).then(() => { throw new Error(`not done after ${milliseconds} ms`); });
  return Promise.race([promise, late]);
}
