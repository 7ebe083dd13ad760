// Tells the stories in a page, when it is asked to. The package is found by its address, as in a page without a bundler.
import { tellAll } from "./tell_all.js";
import type { Leveret } from "./words.js";

const address = "./node_modules/leveret/index.js";
const leveret = await import(address) as Leveret;
Object.assign(window, { tellAll: (options: Parameters<typeof tellAll>[1]) => tellAll(leveret, options) });
