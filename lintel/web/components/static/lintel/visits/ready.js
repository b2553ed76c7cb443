// Makes the forms of one's own families ready, so that they open without a signal: <p data-ready="12 15" data-owner="7">
import { all, isPossible, keep, setWhose, throwAway } from './store.js'
import { sendAll } from './sending.js'

const HOURS = 12
const place = document.querySelector('[data-ready]')

async function fetched (child) {
  const answer = await fetch(`/visits/new/${child}/`, { redirect: 'manual' })
  if (!answer.ok) return null
  return new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('form[data-visit]')
}

async function makeReady (owner, children) {
  await navigator.serviceWorker?.register('/visits/worker.js', { scope: '/visits/' })
  const ready = await all(owner, 'form')
  const fresh = form => form.at > Date.now() - HOURS * 3600000
  for (const child of children) {
    const before = ready.find(form => form.children.includes(child))
    if (before && fresh(before)) continue
    const form = await fetched(child)
    if (!form) continue
    const about = { html: form.outerHTML, children: form.elements.children.value.split(','), about: form.dataset.about }
    await keep(owner, 'form', before?.id ?? crypto.randomUUID(), about)
  }
  // Of a family that is not one's own any more nothing stays behind.
  for (const form of ready) {
    if (!form.children.some(child => children.includes(child))) await throwAway(form.id)
  }
}

if (place && isPossible) {
  const owner = place.dataset.owner
  const children = place.dataset.ready.split(' ').filter(Boolean)
  await setWhose(owner)
  try {
    await makeReady(owner, children)
    if (children.length) place.textContent = 'The forms for visits to your families open without a signal as well.'
    const became = await sendAll(owner)
    const unsent = await all(owner, 'visit')
    if (unsent.length) {
      const link = document.createElement('a')
      link.className = 'govuk-link'
      link.href = '/visits/phone/'
      link.textContent = `${unsent.length === 1 ? 'One visit is' : `${unsent.length} visits are`} on this phone and not sent yet`
      place.append(' ', link, '.')
    } else if (became.some(each => each.became === 'kept')) {
      place.append(' What you wrote without a signal is sent.')
    }
  } catch {
    place.textContent = 'Forms for visits could not be made ready just now. With a signal they open as always.'
  }
}
