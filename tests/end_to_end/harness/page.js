// Looks at the page as a person does: by what things are and what they are called. Run with the names of the
// parts to look into, outermost first, a question, and what the question needs.
const [parts, question, ...details] = arguments;

const KINDS = {
  button: "button, summary, a[href]",
  field: "textarea, select, input:not([type=radio], [type=checkbox])",
  choice: "input[type=radio], input[type=checkbox]",
  part: "section, article, dialog, [role=group]",
};
const oneLine = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const visible = (element) =>
  element.checkVisibility({ visibilityProperty: true }) && !element.closest("[inert]");

// The accessible name, by the rules that the page makes use of (https://www.w3.org/TR/accname/).
function nameOf(element) {
  const ids = element.getAttribute("aria-labelledby");
  if (ids) {
    return oneLine(ids.split(" ").map((id) => document.getElementById(id)?.textContent).join(" "));
  }
  const label = element.getAttribute("aria-label");
  if (label) return oneLine(label);
  if (element.labels?.length) return oneLine([...element.labels].map(labelText).join(" "));
  // innerText has the spaces that a person sees between blocks. Marks are no part of a name.
  const marks = [...element.querySelectorAll("[aria-hidden=true]")].map((mark) => mark.innerText);
  return oneLine(marks.reduce((text, mark) => text.replace(mark, ""), element.innerText));
}

// What can be picked is no part of the label around it.
function labelText(label) {
  const picked = label.querySelector("select");
  return picked ? label.innerText.replace(picked.innerText, "") : label.innerText;
}

function named(root, kind, name) {
  const candidates = [...root.querySelectorAll(KINDS[kind])].filter(visible);
  const exact = candidates.filter((element) => nameOf(element) === name);
  // The label of a choice has an explanation after its name.
  const begins = (element) => nameOf(element).startsWith(name + " ");
  return exact.length || kind !== "choice" ? exact : candidates.filter(begins);
}

let root = document.body;
for (const name of parts) {
  const all = named(root, "part", name);
  // A group that has its part's name is inside of it.
  const found = all.filter((element) => !all.some((other) => other !== element && other.contains(element)));
  if (found.length !== 1) return { error: `${found.length} parts are called "${name}"` };
  root = found[0];
}

switch (question) {
  case "find": {
    const [kind, name] = details;
    const found = named(root, kind, name);
    if (found.length === 1) return { element: found[0] };
    const names = [...root.querySelectorAll(KINDS[kind])].filter(visible).map(nameOf);
    return { error: `${found.length} of kind ${kind} are called "${name}" among ${JSON.stringify(names)}` };
  }
  case "text":
    return { text: root.innerText };
  case "scroll":
    root.scrollIntoView();
    return {};
  case "items":
    return { items: [...root.querySelectorAll("li")].filter(visible).map((item) => oneLine(item.innerText)) };
  case "rows":
    return { items: [...root.querySelectorAll("tbody tr")].filter(visible).map((row) => oneLine(row.innerText)) };
  case "number": {
    const term = [...root.querySelectorAll("dt")].find((term) => oneLine(term.innerText) === details[0]);
    if (!term) return { error: `there is no number called "${details[0]}"` };
    return { number: Number(term.nextElementSibling.innerText.replaceAll(",", "")) };
  }
  case "log": {
    const log = root.querySelector("[role=log]");
    if (!log) return { error: "there is no log" };
    return { items: [...log.querySelectorAll("p")].filter(visible).map((line) => oneLine(line.innerText)) };
  }
}
