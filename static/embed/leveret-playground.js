// The playground in another page: the element <leveret-playground>, and a client that talks to any frame of it.
// What can be asked, and what is told, stands in docs/EMBEDDING.md; the types stand beside this file.

const VERSION = 1;
const HOME = new URL("./", import.meta.url).href;
const HELLO_EVERY_MS = 500;
const HELLO_TIMES = 60;

/** Attributes of the element that are parameters of the page. */
const PARAMETERS = ["scenario", "view", "controls", "hide", "loading", "autoplay", "speed", "step", "readonly", "storage",
  "lang", "motion", "theme"];
const FLAGS = ["autoplay", "readonly"];

/** Why the playground refused something. */
export class LeveretError extends Error {
  constructor({ message, advice = "", code = null }) {
    super(advice ? `${message} ${advice}` : message);
    this.name = "LeveretError";
    this.code = code;
    this.advice = advice;
  }
}

/** Talks to a playground in a frame. It emits `ready`, `change`, `event`, `resize` and `error`. */
export class LeveretClient extends EventTarget {
  #frame;
  #origin;
  #asked = new Map();
  #number = 0;
  #hellos = 0;
  #timer;
  #hear = (message) => this.#take(message);

  /** How everything was when it was told last. */
  state = null;

  constructor(frame) {
    super();
    this.#frame = frame;
    const sandbox = frame.getAttribute("sandbox");
    const apart = sandbox !== null && !sandbox.split(/\s+/).includes("allow-same-origin");
    this.#origin = apart ? "null" : new URL(frame.src, document.baseURI).origin;
    addEventListener("message", this.#hear);
    this.#greet();
  }

  load(scenario) { return this.ask("load", { scenario }); }
  play(speed) { return this.ask("play", { speed }); }
  pause() { return this.ask("pause"); }
  step() { return this.ask("step"); }
  seek(to) { return this.ask("seek", { to }); }
  publish(order = {}) { return this.ask("publish", { order }); }
  crash(consumer) { return this.ask("crash", { consumer }); }
  reset() { return this.ask("reset"); }
  theme(theme) { return this.ask("theme", { theme }); }
  shareUrl(withMessages = true) { return this.ask("shareUrl", { withMessages }); }
  getState() { return this.ask("state"); }

  /** Asks for anything; the promise is kept with the answer, or broken with a LeveretError. */
  ask(type, fields = {}) {
    const id = ++this.#number;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#send({ ...fields, id, type });
    });
  }

  /** Listens no more. What was not answered by then never is. */
  close() {
    removeEventListener("message", this.#hear);
    clearInterval(this.#timer);
    for (const { reject } of this.#asked.values()) reject(new LeveretError({ message: "The client is closed." }));
    this.#asked.clear();
  }

  /** A frame that is still loading does not hear, so it is greeted until it answers. */
  #greet() {
    const greet = () => {
      if (this.#hellos++ === HELLO_TIMES) return this.#lose();
      this.#send({ id: "hello", type: "hello" });
    };
    this.#timer = setInterval(greet, HELLO_EVERY_MS);
    greet();
  }

  #lose() {
    clearInterval(this.#timer);
    this.#emit("error", { message: "The playground in the frame does not answer." });
  }

  #send(fields) {
    this.#frame.contentWindow?.postMessage({ leveret: VERSION, ...fields }, this.#origin === "null" ? "*" : this.#origin);
  }

  #take({ data, origin, source }) {
    if (source !== this.#frame.contentWindow || origin !== this.#origin || data?.leveret !== VERSION) return;
    switch (data.type) {
      case "response": return this.#answer(data);
      case "state": this.state = data.state; return this.#emit("change", data.state);
      case "event": return this.#emit("event", data.event);
      case "resize": return this.#emit("resize", { height: data.height });
      case "error": return this.#emit("error", { message: data.message });
    }
  }

  #answer({ id, result, error }) {
    if (id === "hello") {
      clearInterval(this.#timer);
      if (error) return this.#emit("error", error);
      this.state = result;
      return this.#emit("ready", result);
    }
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (error) asked?.reject(new LeveretError(error));
    else asked?.resolve(result);
  }

  #emit(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }
}

/** The playground in a frame of its own. */
export class LeveretPlayground extends HTMLElement {
  static observedAttributes = [...PARAMETERS, "src", "height"];

  #frame;
  #opening = 0;

  /** What talks to the frame, once there is one. */
  client = null;

  get state() { return this.client?.state ?? null; }

  connectedCallback() { this.#open(); }

  disconnectedCallback() {
    this.#opening++;
    this.client?.close();
    this.client = null;
    this.#frame?.remove();
  }

  attributeChangedCallback(name, before, now) {
    if (!this.client || before === now) return;
    if (name === "theme") this.client.theme(now ?? "auto").catch((error) => this.#emit("error", error));
    else if (name === "height") this.#frame.style.height = px(now);
    else this.#open();
  }

  /** Puts a frame into the element. Attributes that change together make one of it. */
  async #open() {
    const opening = ++this.#opening;
    if (document.readyState === "loading") {
      await new Promise((parsed) => addEventListener("DOMContentLoaded", parsed, { once: true }));
    }
    const address = new URL(this.getAttribute("src") ?? HOME, document.baseURI);
    for (const name of PARAMETERS) {
      if (this.hasAttribute(name)) address.searchParams.set(name, this.getAttribute(name) || "1");
    }
    address.searchParams.set("embed", "1");
    if (this.id) address.searchParams.set("id", this.id);
    const inline = this.querySelector('script[type="application/json"]');
    address.hash = inline ? `v1/${await pack(inline.textContent.trim())}` : address.hash;
    await null;
    if (opening !== this.#opening) return;
    this.client?.close();
    this.#frame?.remove();
    this.#frame = document.createElement("iframe");
    Object.assign(this.#frame, { src: address.href, title: this.title || "Message queue playground", allow: "clipboard-write" });
    // A block leaves no room for a line of text below it.
    const look = { display: "block", border: "0", width: "100%", height: px(this.getAttribute("height")) };
    Object.assign(this.#frame.style, look);
    (this.shadowRoot ?? this.attachShadow({ mode: "open" })).append(this.#frame);
    this.style.display ||= "block";
    this.client = new LeveretClient(this.#frame);
    for (const name of ["ready", "change", "event", "error"]) {
      this.client.addEventListener(name, ({ detail }) => this.#emit(name, detail));
    }
    this.client.addEventListener("resize", ({ detail }) => {
      if (!this.hasAttribute("height")) this.#frame.style.height = px(detail.height);
    });
  }

  #emit(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }
}

for (const name of ["load", "play", "pause", "step", "seek", "publish", "crash", "reset", "shareUrl"]) {
  LeveretPlayground.prototype[name] = function (...fields) {
    if (this.client) return this.client[name](...fields);
    return Promise.reject(new LeveretError({ message: "The playground is not in a page yet." }));
  };
}
// `step` is what the method is called, and `lang` every element has.
for (const name of [...PARAMETERS, "src", "height"].filter((name) => name !== "step" && name !== "lang")) {
  Object.defineProperty(LeveretPlayground.prototype, name, FLAGS.includes(name) ? {
    get() { return this.hasAttribute(name); },
    set(on) { this.toggleAttribute(name, Boolean(on)); },
  } : {
    get() { return this.getAttribute(name); },
    set(value) { if (value === null || value === undefined) this.removeAttribute(name); else this.setAttribute(name, value); },
  });
}

function px(height) { return `${Number(height) > 0 ? Number(height) : 640}px`; }

/** As the page itself packs a scenario into a link. */
async function pack(text) {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const characters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(characters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

customElements.get("leveret-playground") ?? customElements.define("leveret-playground", LeveretPlayground);
