/** Dead letters: a retry with a pause, built of a rejection, a waiting queue with a TTL, and a count of x-death. */

"use strict";

const { assert, bodies, counts, send, tell, until } = require("./story.js");

const PAUSE_MS = 150;
const TRIES = 3;

/** Three failures, each followed by a pause; then the worker gives up and parks the message. */
async function retry(story) {
  const connection = await story.connect();
  const channel = await connection.createChannel();
  const failed = await story.exchange(channel, "failed", "direct");
  const work = await story.queue(channel, "work", { durable: true, deadLetterExchange: failed });
  const wait = await story.queue(channel, "wait", {
    durable: true,
    messageTtl: PAUSE_MS,
    deadLetterExchange: "",
    deadLetterRoutingKey: work,
  });
  const parked = await story.queue(channel, "parked", { durable: true });
  await channel.bindQueue(wait, failed, work);
  const seen = [];
  const moments = [];
  const failures = (message) => (message.properties.headers["x-death"] ?? [])
    .filter((death) => death.queue === work && death.reason === "rejected")
    .reduce((sum, death) => sum + death.count, 0);
  await channel.prefetch(1);
  await channel.consume(work, (message) => {
    seen.push(message);
    moments.push(performance.now());
    if (failures(message) < TRIES) {
      channel.reject(message, false);
    } else {
      channel.sendToQueue(parked, message.content, { headers: { tries: failures(message) } });
      channel.ack(message);
    }
  });
  send(channel, work, "flaky", { persistent: true, headers: { mine: "kept" } });
  await until(() => seen.length === TRIES + 1, "the last retry");

  seen.forEach(({ content, fields, properties }, number) => {
    assert.equal(content.toString(), "flaky");
    assert.equal(fields.redelivered, false, "a dead letter is a new message");
    assert.equal(properties.headers.mine, "kept");
    assert.equal(properties.deliveryMode, 2);
    if (number > 0) checkDeaths(properties.headers, number, work, wait, failed);
  });
  const pauses = moments.slice(1).map((moment, at) => moment - moments[at]);
  assert.ok(pauses.every((pause) => pause >= PAUSE_MS * 0.95), `each retry pauses ${PAUSE_MS} ms: ${pauses}`);
  await counts(channel, wait, 0);
  await counts(channel, work, 0, 1);
  await counts(channel, parked, 1);
  const message = await channel.get(parked, { noAck: true });
  assert.deepEqual(message.properties.headers, { tries: TRIES });
}

/** Two entries, the latest first, each counting up; the first death stays what it was. */
function checkDeaths(headers, number, work, wait, failed) {
  const deaths = headers["x-death"].map(({ time, ...death }) => {
    assert.equal(time["!"], "timestamp", "each death has a time");
    return death;
  });
  assert.deepEqual(deaths, [
    { count: number, reason: "expired", queue: wait, exchange: failed, "routing-keys": [work] },
    { count: number, reason: "rejected", queue: work, exchange: "", "routing-keys": [work] },
  ]);
  assert.equal(headers["x-first-death-queue"], work);
  assert.equal(headers["x-first-death-reason"], "rejected");
  assert.equal(headers["x-first-death-exchange"], "");
}

/** A message with an expiration of its own dies once: the property goes, and x-death remembers it. */
async function expired(story) {
  const connection = await story.connect();
  const channel = await connection.createChannel();
  const graves = await story.exchange(channel, "graves", "fanout");
  const grave = await story.queue(channel, "grave");
  await channel.bindQueue(grave, graves, "");
  const short = await story.queue(channel, "short", { durable: false, deadLetterExchange: graves });
  send(channel, short, "brief", { expiration: "100" });
  const got = [];
  await channel.consume(grave, (message) => got.push(message), { noAck: true });
  await until(() => got.length > 0, "the expired message");
  const { content, properties } = got[0];
  assert.equal(content.toString(), "brief");
  assert.equal(properties.expiration, undefined);
  const [death] = properties.headers["x-death"];
  assert.deepEqual([death.reason, death.queue, death["original-expiration"]], ["expired", short, "100"]);
}

/** A full queue drops its oldest message to the dead letters. */
async function tooMany(story) {
  const connection = await story.connect();
  const channel = await connection.createChannel();
  const grave = await story.queue(channel, "dropped");
  const narrow = { durable: false, maxLength: 2, deadLetterExchange: "", deadLetterRoutingKey: grave };
  const full = await story.queue(channel, "narrow", narrow);
  for (let number = 0; number < 5; number += 1) send(channel, full, `${number}`);
  const got = [];
  await channel.consume(grave, (message) => got.push(message), { noAck: true });
  await until(() => got.length === 3, "three dropped messages");
  assert.deepEqual(got.map((message) => message.content.toString()), ["0", "1", "2"]);
  assert.deepEqual(got.map((message) => message.properties.headers["x-death"][0].reason), Array(3).fill("maxlen"));
  assert.deepEqual(await bodies(channel, full), ["3", "4"]);
}

tell("retry", retry, expired, tooMany);
