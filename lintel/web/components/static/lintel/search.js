// A form that searches while somebody types. Without this the form works by its button.
//
//   <form data-search-into="#candidates">             what was found appears there
//   data-search-from="/people/search/"                where to ask; this is the default
//   data-search-choose="child"                        lets one of those found be chosen, under this name
//   data-search-closes                                what was found goes again with Escape, or when one goes elsewhere
//   <input data-search-as="given">                    of a longer form only inputs marked so are sent, never the rest
//
// The place typed in keeps its focus; a screen reader is told politely; an answer that was overtaken is dropped.

const WAIT = 250
const LOST = 'The search could not be reached. What you typed is still here; try again in a moment.'

function asked (form) {
  const marked = form.querySelectorAll('[data-search-as]')
  const inputs = marked.length ? marked : form.querySelectorAll('input[name]:not([type=hidden]):not([type=radio])')
  const query = new URLSearchParams()
  for (const input of inputs) {
    const value = input.value.trim()
    if (value) query.append(input.dataset.searchAs || input.name, value)
  }
  return query
}

function searching (form) {
  const into = document.querySelector(form.dataset.searchInto)
  if (!into) return
  into.setAttribute('aria-live', 'polite')
  let waiting
  let before = asked(form).toString()
  let under

  async function search () {
    const query = asked(form)
    if (query.toString() === before) return
    before = query.toString()
    under?.abort()
    if (!before) {
      into.replaceChildren()
      return
    }
    under = new AbortController()
    const mine = under
    query.append('part', 'yes')
    if (form.dataset.searchChoose) query.append('choose', form.dataset.searchChoose)
    let found = null
    try {
      const reply = await fetch(`${form.dataset.searchFrom || '/people/search/'}?${query}`, { signal: mine.signal })
      if (reply.ok && !reply.redirected) found = await reply.text()
    } catch {
      if (mine.signal.aborted) return
    }
    if (mine !== under || mine.signal.aborted) return
    if (found === null) {
      into.textContent = LOST
      before = ''
    } else {
      into.innerHTML = found
    }
  }

  form.addEventListener('input', event => {
    // Choosing one of those found is not typing.
    if (into.contains(event.target)) return
    clearTimeout(waiting)
    waiting = setTimeout(search, WAIT)
  })
  if (!form.hasAttribute('data-search-closes')) return
  const close = () => {
    under?.abort()
    clearTimeout(waiting)
    before = ''
    into.replaceChildren()
  }
  form.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !into.hasChildNodes()) return
    event.preventDefault() // the browser would empty the box as well
    close()
  })
  document.addEventListener('focusin', event => { if (!form.contains(event.target)) close() })
  document.addEventListener('click', event => { if (!form.contains(event.target)) close() })
}

for (const form of document.querySelectorAll('form[data-search-into]')) searching(form)
