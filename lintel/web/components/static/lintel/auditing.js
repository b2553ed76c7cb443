// Citing the record by marking words in it: a small bar below the entry offers what they are evidence for. Without this
// script every entry has a button that leads to a page where the same is done.
const form = document.querySelector('form[data-cite]')
const bar = document.querySelector('[data-cite-bar]')
const said = document.querySelector('[data-cite-said]')

if (form && bar) {
  const forWhat = bar.querySelector('select')
  let marked

  function look () {
    const selection = window.getSelection()
    if (selection.isCollapsed || !selection.rangeCount) return
    const within = selection.getRangeAt(0).commonAncestorContainer
    const entry = (within instanceof Element ? within : within.parentElement).closest('[data-entry]')
    const quote = selection.toString().trim()
    if (!entry || !quote || !entry.querySelector('[name=cite]')) return
    marked = { entry, quote }
    entry.append(bar)
    bar.hidden = false
  }

  function tell (words) {
    said.textContent = words
    const line = document.createElement('p')
    line.className = 'lintel-audit__cited'
    line.textContent = words
    bar.querySelector('p')?.remove()
    bar.append(line)
  }

  async function cite () {
    if (!marked) return
    const body = new URLSearchParams({
      entry: marked.entry.dataset.entry, quote: marked.quote, question: forWhat.value,
      csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value
    })
    try {
      const answer = await fetch(form.dataset.cite, {
        method: 'POST', body, headers: { accept: 'application/json' }, redirect: 'manual'
      })
      if (answer.type === 'opaqueredirect') return tell('You are signed out. Sign in in another tab, and press again.')
      const found = await answer.json()
      if (found.problem) return tell(found.problem)
      document.querySelector(`[data-evidence="${found.question}"]`).innerHTML = found.evidence
      tell(`Cited for: ${forWhat.selectedOptions[0].text}`)
    } catch {
      tell('It could not be cited just now. Press again.')
    }
  }

  for (const kind of ['mouseup', 'keyup', 'touchend']) {
    document.addEventListener(kind, event => { if (!bar.contains(event.target)) setTimeout(look) })
  }
  document.addEventListener('selectionchange', () => { if ('ontouchstart' in window) look() })
  bar.querySelector('[data-cite-press]').addEventListener('click', cite)
}
