// Saves a part of an assessment by itself, a few seconds after the last key, section by section, beside whoever else
// writes. What somebody else changed meanwhile is said and never overwritten; the server then keeps these words.
import { lineBelow } from './beside.js'

const WAIT = 4000
const AGAIN = 15000
const SIGNED_OUT = 'You are signed out. What you type is still kept for you. Sign in in another tab, then save this.'
const NOT_SAVED = 'What you type cannot be saved just now. It is still on this page. We keep trying.'

function watch (form) {
  const say = lineBelow(form)
  let waiting
  let isChanged = false
  let onItsWay

  function typed () {
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(form)) body.append(name, value)
    body.append('kept_path', window.location.pathname)
    body.set('step', 'autosave')
    return body
  }

  function tell ({ saved_at: at, versions = {}, clashes = [], problem = '' }) {
    for (const [code, version] of Object.entries(versions)) form.elements[`version-${code}`].value = version
    const [first] = clashes
    if (problem) say(problem, problem)
    else if (first) {
      const words = `${first[1]} has changed “${first[0]}” as well. Your words are kept. Press Save to see both.`
      say(words, words)
    } else say(`Saved at ${at}.`, 'Saved')
  }

  async function save () {
    clearTimeout(waiting)
    waiting = undefined
    isChanged = false
    try {
      const answer = await fetch(window.location.pathname, { method: 'POST', body: typed(), redirect: 'manual' })
      if (answer.type === 'opaqueredirect') say(SIGNED_OUT, SIGNED_OUT)
      else if (answer.ok) tell(await answer.json())
      else later()
    } catch {
      later()
    }
  }

  function later () {
    isChanged = true
    say(NOT_SAVED, NOT_SAVED)
    clearTimeout(waiting)
    waiting = setTimeout(start, AGAIN)
  }

  function start () {
    onItsWay = save().finally(() => { onItsWay = undefined })
  }

  form.addEventListener('input', () => {
    isChanged = true
    waiting ??= setTimeout(start, WAIT)
  })
  // One save at a time: what is on its way arrives first, so that nobody clashes with themselves.
  form.addEventListener('submit', event => {
    clearTimeout(waiting)
    isChanged = false
    if (!onItsWay) return
    event.preventDefault()
    onItsWay.then(() => form.requestSubmit(event.submitter))
  })
  window.addEventListener('pagehide', () => {
    if (isChanged) navigator.sendBeacon(window.location.pathname, typed())
  })
}

for (const form of document.querySelectorAll('form[data-autosave]')) watch(form)
