// Opening: the engine is loaded when the first broker is opened, here or in a worker.
import { Broker, Channel, Connection, Subscription } from "./leveret.js";
import { openInWorker } from "./remote.js";

/** Makes `Broker.open` load the engine by that before it opens the first broker. */
export function openWith(load) {
  const openHere = Broker.open;
  let loading;
  Broker.open = async (options) => {
    if (options?.worker === true) return openInWorker({ ...options, worker: false });
    loading ??= load().catch((error) => {
      loading = undefined;
      throw error;
    });
    await loading;
    return openHere(options);
  };
}

// `using` would free what is exported and close nothing; `await using` closes.
if (Symbol.dispose) {
  for (const { prototype } of [Broker, Channel, Connection, Subscription]) delete prototype[Symbol.dispose];
}
