// Everything works without this; with it, some components say more (error summaries take focus, and so on).
import { initAll } from './built/govuk-frontend.min.js'

initAll()

// On a narrow screen the navigation folds behind a button; without this it stands there whole.
const menu = document.querySelector('.lintel-navigation__menu')
if (menu) {
  menu.hidden = false
  menu.addEventListener('click', () => {
    menu.setAttribute('aria-expanded', menu.getAttribute('aria-expanded') === 'true' ? 'false' : 'true')
  })
}

// How far long work has come: asked every two seconds, without moving anybody's place on the page.
const bar = document.getElementById('progress')
const words = document.getElementById('progress-in-words')

async function ask () {
  try {
    const answer = await fetch(window.location.href)
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const now = page.getElementById('progress')
    if (!answer.ok || !now) return window.location.reload()
    if (now.value !== bar.value) {
      bar.value = now.value
      words.textContent = page.getElementById('progress-in-words').textContent
    }
  } catch {
    // The connection was lost for a moment: ask again.
  }
  setTimeout(ask, 2000)
}

if (bar && words) setTimeout(ask, 2000)

// Levers: the answer follows while they are moved, averages first, ranges when the hand rests.
const levers = document.getElementById('levers')
const answer = document.getElementById('answer')
let shown = 0
let waiting

const LOST = 'The answer could not be worked out just now. What you typed is still here: press “Try these levers”.'

async function worked (typed) {
  try {
    const reply = await fetch(levers.dataset.answer, { method: 'POST', body: typed })
    return reply.ok && !reply.redirected ? await reply.text() : null
  } catch {
    return null
  }
}

async function show (ranges) {
  const number = ++shown
  const typed = new FormData(levers)
  typed.append('ranges', ranges ? 'yes' : '')
  const found = await worked(typed) ?? await worked(typed) // a connection that was left open may be gone: once more
  if (number !== shown) return
  if (found === null) {
    answer.textContent = LOST
    return
  }
  answer.innerHTML = found
  if (ranges || answer.querySelector('[role=alert]')) return
  clearTimeout(waiting)
  waiting = setTimeout(show, 300, true)
}

if (levers && answer) {
  levers.addEventListener('input', () => {
    shown++ // what is on its way belongs to levers that have moved since
    clearTimeout(waiting)
    waiting = setTimeout(show, 150, false)
  })
}
