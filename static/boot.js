// Starts the page. It stands in a file of its own because a strict Content-Security-Policy allows no script in the
// document itself. The names of what it loads stand at its tag, where the build writes them.
const { js, wasm } = document.querySelector("script[data-wasm]").dataset;
const at = (path) => new URL(path, document.baseURI).href;
const { default: start } = await import(at(js));
await start({ module_or_path: at(wasm) });
