// Keeps on the server what is typed into a form with `data-keep`, a few seconds after the last key, and on leaving.
import { lineBelow } from './beside.js'

const WAIT = 3000
const AGAIN = 15000
const SIGNED_OUT = 'You are signed out. What you type is still kept for you. Sign in in another tab, then send this.'
const NOT_KEPT = 'What you type cannot be kept just now. It is still on this page. We keep trying.'

function watch (form) {
  const say = lineBelow(form)
  let waiting
  let isChanged = false
  let isSent = false
  let onItsWay

  function typed () {
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(form)) {
      const field = form.elements[name]
      if (typeof value === 'string' && !(field instanceof HTMLInputElement && field.type === 'password')) {
        body.append(name, value)
      }
    }
    body.append('kept_path', window.location.pathname + window.location.search)
    return body
  }

  async function keep () {
    waiting = undefined
    if (isSent) return
    isChanged = false
    onItsWay = new AbortController()
    try {
      const answer = await fetch('/drafts/keep/', {
        method: 'POST', body: typed(), redirect: 'manual', signal: onItsWay.signal
      })
      if (answer.type === 'opaqueredirect') {
        say(SIGNED_OUT, SIGNED_OUT)
      } else if (answer.ok) {
        const { kept_at: at } = await answer.json()
        say(at ? `Draft saved at ${at}. Nothing is sent yet.` : '', at ? 'Draft saved' : '')
      } else {
        later()
      }
    } catch {
      if (!isSent) later()
    }
  }

  function later () {
    isChanged = true
    say(NOT_KEPT, NOT_KEPT)
    clearTimeout(waiting)
    waiting = setTimeout(keep, AGAIN)
  }

  form.addEventListener('input', () => {
    isChanged = true
    waiting ??= setTimeout(keep, WAIT)
  })
  form.addEventListener('submit', event => {
    if (event.defaultPrevented) return
    isSent = true
    clearTimeout(waiting)
    onItsWay?.abort()
  })
  window.addEventListener('pagehide', () => {
    if (isChanged && !isSent) navigator.sendBeacon('/drafts/keep/', typed())
  })
  // Back from the page that a sent form led to, the words are here again and may be typed on.
  window.addEventListener('pageshow', event => { if (event.persisted) isSent = false })
}

for (const form of document.querySelectorAll('form[data-keep]')) watch(form)
