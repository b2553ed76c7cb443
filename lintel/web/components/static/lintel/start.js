// Everything works without this; with it, some components say more (error summaries take focus, and so on).
import { initAll } from './built/govuk-frontend.min.js'

initAll()

// How far long work has come: asked every two seconds, without moving anybody's place on the page.
const bar = document.getElementById('progress')
const words = document.getElementById('progress-in-words')

async function ask () {
  const answer = await fetch(window.location.href)
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const now = page.getElementById('progress')
  if (!answer.ok || !now) return window.location.reload()
  if (now.value !== bar.value) {
    bar.value = now.value
    words.textContent = page.getElementById('progress-in-words').textContent
  }
  setTimeout(ask, 2000)
}

if (bar && words) setTimeout(ask, 2000)
