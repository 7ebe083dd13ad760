/** A moment on the virtual clock in milliseconds since 1970, one step back, or the present. */
export type Moment = number | "back" | "present";

export type Theme = "light" | "dark" | "auto";

/** What is published; what is left out is as the form has it at first. */
export interface OrderRequest {
  /** The order's id; without one it follows the producer's count. */
  id?: string;
  user?: string;
  total?: number;
  /** Raw text in place of `id`, `user` and `total`. */
  body?: string;
  /** How many, from 1. */
  count?: number;
  exchange?: string;
  routingKey?: string;
  /** `delivery_mode` 2, or else 1. True if left out. */
  persistent?: boolean;
  mandatory?: boolean;
  /** Whether whoever takes it fails. */
  poison?: boolean;
}

export interface QueueState { name: string; ready: number; unacked: number }

export interface ConsumerState {
  name: string;
  queue: string;
  /** 0 is unlimited. */
  prefetch: number;
  state: "consuming" | "stopped" | "crashed" | "cancelled by the broker" | "channel closed";
  held: number;
  completed: number;
}

/** How everything is. Before there is a broker only `phase` is there. */
export interface PlaygroundState {
  phase: "waiting" | "starting" | "held elsewhere" | "running" | "crashed" | "failed";
  /** The moment on the virtual clock, in milliseconds since 1970. */
  now?: number;
  playing?: boolean;
  speed?: number;
  /** Whether it is a scratch copy of a scenario. */
  scratch?: boolean;
  queues?: QueueState[];
  consumers?: ConsumerState[];
  orders?: { placed: number; fulfilledOnce: number; fulfilledTwice: number; lost: number };
}

/** A line of the log. */
export interface LogEvent { at: number; source: string; kind: "program" | "broker" | "problem"; text: string }

/** Why the playground refused something. */
export class LeveretError extends Error {
  /** RabbitMQ's reply code, if the broker refused. */
  readonly code: number | null;
  /** What would be right; may be empty. */
  readonly advice: string;
}

interface Commands {
  /** Shows a scratch copy of a scenario, given as its text or as the object. */
  load(scenario: string | object): Promise<null>;
  play(speed?: number): Promise<null>;
  pause(): Promise<null>;
  /** Pauses, and lets the next thing happen. */
  step(): Promise<null>;
  seek(to: Moment): Promise<null>;
  publish(order?: OrderRequest): Promise<null>;
  crash(consumer: string): Promise<null>;
  /** Begins anew: a scratch copy as it was opened, otherwise with the course's set-up. */
  reset(): Promise<null>;
  /** A link that opens the very same. */
  shareUrl(withMessages?: boolean): Promise<string>;
}

/** Events of the element and of the client, with what their `detail` is. */
interface PlaygroundEvents {
  ready: CustomEvent<PlaygroundState>;
  change: CustomEvent<PlaygroundState>;
  event: CustomEvent<LogEvent>;
  error: CustomEvent<{ message: string }>;
}

export interface LeveretClient extends Commands {}

/** Talks to a playground in a frame. */
export class LeveretClient extends EventTarget {
  constructor(frame: HTMLIFrameElement);
  /** How everything was when it was told last. */
  readonly state: PlaygroundState | null;
  theme(theme: Theme): Promise<null>;
  getState(): Promise<PlaygroundState>;
  /** Listens no more. */
  close(): void;
  addEventListener<K extends keyof PlaygroundEvents>(name: K, hear: (event: PlaygroundEvents[K]) => void): void;
  addEventListener(name: "resize", hear: (event: CustomEvent<{ height: number }>) => void): void;
}

export interface LeveretPlayground extends Commands {}

/** `<leveret-playground>`: the playground in a frame of its own. */
export class LeveretPlayground extends HTMLElement {
  /** What talks to the frame; null while the element is in no page. */
  readonly client: LeveretClient | null;
  /** How everything was when it was told last. */
  readonly state: PlaygroundState | null;
  scenario: string | null;
  view: string | null;
  controls: string | null;
  hide: string | null;
  loading: string | null;
  speed: string | null;
  storage: string | null;
  motion: string | null;
  theme: string | null;
  src: string | null;
  height: string | null;
  autoplay: boolean;
  readonly: boolean;
}

declare global {
  interface HTMLElementTagNameMap { "leveret-playground": LeveretPlayground }
  interface HTMLElementEventMap { change: Event }
}
