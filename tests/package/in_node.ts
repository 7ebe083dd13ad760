// Tells the stories in Node, and prints what came of them.
import * as leveret from "leveret";
import { tellAll } from "./tell_all.js";

console.log(JSON.stringify(await tellAll(leveret, {})));
