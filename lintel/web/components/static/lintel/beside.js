// A line below a form that says how its words are kept; said aloud once for each kind of news, for the time alone is not
// worth an interruption.
export function lineBelow (form) {
  const shown = document.createElement('p')
  shown.className = 'govuk-hint lintel-kept'
  const said = document.createElement('p')
  said.className = 'govuk-visually-hidden'
  said.setAttribute('role', 'status')
  form.append(shown, said)
  return (words, aloud) => {
    shown.textContent = words
    if (said.textContent !== aloud) said.textContent = aloud
  }
}
