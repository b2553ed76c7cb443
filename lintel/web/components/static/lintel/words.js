// What the words say, beside where they are written: looked at again a moment after typing stops.
//
//   <form data-words>                          holds the panel of components/words.html
//   <textarea data-passage="shared">           a passage; or the panel names the boxes in `words_passage`
//
// What is found never takes the focus, and does not change under the hand of somebody who reads it. It blocks nothing.
const WAIT = 500
const LOST = 'This could not be looked at just now. Your words are still here.'

function watch (form) {
  const panel = form.querySelector('[data-words-panel]')
  if (!panel) return
  const into = panel.querySelector('[data-words-found]')
  const status = panel.querySelector('[data-words-status]')
  const button = panel.querySelector('[data-words-look]')
  // Hidden and disabled: Enter in a box of one line must press the button of the form itself.
  button.hidden = button.disabled = true

  let waiting
  let under
  let before
  let isHeldBack = false

  function typed () {
    const body = new URLSearchParams()
    const token = form.elements.csrfmiddlewaretoken
    if (token) body.append('csrfmiddlewaretoken', token.value)
    for (const child of form.querySelectorAll('[name=words_child]')) body.append('words_child', child.value)
    for (const named of form.querySelectorAll('[name=words_passage]')) add(body, named.value, named.value.split('|')[1])
    for (const box of form.querySelectorAll('textarea[data-passage]')) {
      const label = box.labels[0]?.textContent.trim() ?? ''
      add(body, `${box.dataset.passage}|${box.name}|${label}`, box.name)
    }
    return body
  }

  function add (body, passage, name) {
    const box = form.elements[name]
    if (!box || body.has(name)) return
    body.append('words_passage', passage)
    body.append(name, box.value)
  }

  async function look () {
    const body = typed()
    if (body.toString() === before) return
    // Somebody is reading in the panel: look again when they have left it.
    isHeldBack = into.contains(document.activeElement)
    if (isHeldBack) return
    before = body.toString()
    under?.abort()
    under = new AbortController()
    const mine = under
    body.append('part', 'yes')
    let found = null
    try {
      const answer = await fetch('/words/look/', { method: 'POST', body, redirect: 'manual', signal: mine.signal })
      if (answer.ok) found = await answer.text()
    } catch {
      if (mine.signal.aborted) return
    }
    if (mine !== under) return
    if (found === null) before = undefined
    show(found)
  }

  function show (found) {
    if (found === null) {
      status.textContent = LOST
      return
    }
    const open = new Set([...into.querySelectorAll('details[open][data-again]')].map(each => each.dataset.again))
    into.innerHTML = found
    for (const each of into.querySelectorAll('details[data-again]')) each.open = open.has(each.dataset.again)
    status.textContent = 'What the words say was looked at again'
  }

  async function seeDifferently (pressed) {
    const body = new URLSearchParams({ differently: pressed.value, part: 'yes' })
    const token = form.elements.csrfmiddlewaretoken
    if (token) body.append('csrfmiddlewaretoken', token.value)
    try {
      const answer = await fetch('/words/differently/', { method: 'POST', body, redirect: 'manual' })
      if (!answer.ok) throw new Error(answer.statusText)
      const noted = document.createElement('span')
      noted.className = 'lintel-quoted__noted'
      noted.tabIndex = -1
      noted.textContent = await answer.text()
      pressed.closest('.lintel-quoted__differ').replaceWith(noted)
      noted.focus()
    } catch {
      status.textContent = LOST
    }
  }

  form.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(look, WAIT)
  })
  into.addEventListener('focusout', () => setTimeout(() => { if (isHeldBack) look() }))
  into.addEventListener('click', event => {
    const pressed = event.target.closest('button[name=differently]')
    if (!pressed) return
    event.preventDefault()
    seeDifferently(pressed)
  })
  look()
}

for (const form of document.querySelectorAll('form[data-words]')) watch(form)
