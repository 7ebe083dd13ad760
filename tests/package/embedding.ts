// What a page that embeds the playground writes, as its types have it. It is compiled and never run.
import { LeveretClient, LeveretError, type PlaygroundState } from "./leveret-playground.js";

const element = document.querySelector("leveret-playground");
if (element) {
  element.scenario = "backlog";
  element.addEventListener("change", () => element.state && show(element.state));
}

const frame = document.querySelector("iframe");
if (frame) {
  const client = new LeveretClient(frame);
  try {
    await client.publish({ id: "order_123", count: 2 });
    // @ts-expect-error: a speed is a number.
    await client.play("fast");
  } catch (error) {
    if (error instanceof LeveretError) console.log(error.code, error.advice);
  }
}

function show(state: PlaygroundState) {
  console.log(state);
}
