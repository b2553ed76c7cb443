// The page "On this phone": what is not sent yet, and a form that opens without a signal. Served without a name on it.
import { all, forget, isPossible, throwAway, whose } from './store.js'
import { sendAll } from './sending.js'
import { writing } from './writing.js'

const place = document.querySelector('[data-phone]')
const status = document.querySelector('[data-status]')
const list = document.querySelector('[data-list]')
const SAID = {
  'signed out': 'Your session has ended. Sign in, and they are sent.',
  another: 'Somebody else is signed in on this phone. These are sent when you sign in again.',
  'no signal': 'There is no signal. They are sent when it is back.',
  unfinished: 'Something is missing in one of them: open it and look again.'
}

function element (kind, words, classes = '') {
  const made = document.createElement(kind)
  made.textContent = words
  made.className = classes
  return made
}

function button (words, about, act, classes = 'govuk-button--secondary') {
  const made = element('button', words, `govuk-button ${classes}`)
  made.type = 'button'
  if (about) made.append(element('span', `: ${about}`, 'govuk-visually-hidden'))
  made.addEventListener('click', act)
  return made
}

const words = visit => visit.fields.find(([name]) => name === 'seen_and_heard')?.[1] || ''

async function show (owner) {
  const visits = await all(owner, 'visit')
  list.replaceChildren()
  for (const visit of visits) {
    const item = element('li', '', 'lintel-child')
    const when = new Date(visit.at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
    const state = visit.isFinished ? 'Finished, not sent yet' : 'Not finished'
    item.append(element('h2', visit.about, 'govuk-heading-s'), element('p', `${state}. Typed ${when}.`, 'govuk-body'))
    if (words(visit)) item.append(element('p', words(visit), 'govuk-body lintel-as-written'))
    const sure = button('Throw it away for good', visit.about, async () => {
      await throwAway(visit.id)
      show(owner)
    }, 'govuk-button--warning')
    sure.hidden = true
    const throwing = button('Throw away', visit.about, () => {
      throwing.hidden = true
      sure.hidden = false
      sure.focus()
    })
    const row = element('div', '', 'lintel-buttons')
    row.append(button('Open', visit.about, () => open(owner, visit)), throwing, sure)
    item.append(row)
    list.append(item)
  }
  document.querySelector('[data-none]').hidden = visits.length > 0
  document.querySelector('[data-send]').hidden = !visits.some(visit => visit.isFinished)
  return visits
}

async function open (owner, visit, child = visit?.child.split(',')[0]) {
  const ready = (await all(owner, 'form')).find(form => form.children.includes(child))
  if (!ready) return false
  const holder = document.querySelector('[data-form]')
  holder.innerHTML = ready.html
  const form = holder.querySelector('form')
  form.dataset.from = 'phone'
  document.querySelector('h1').textContent = `Visit: ${ready.about}`
  document.querySelector('[data-unsent]').hidden = true
  await writing(form, { again: visit, isNew: !visit })
  window.scrollTo(0, 0)
  document.querySelector('h1').focus()
  return true
}

async function sendNow (owner) {
  status.textContent = 'Sending …'
  const became = await sendAll(owner)
  const sent = became.filter(each => each.became === 'kept')
  const left = became.find(each => each.became !== 'kept')
  const parts = sent.length ? [`${sent.length === 1 ? 'One visit was' : `${sent.length} visits were`} sent.`] : []
  if (left) parts.push(SAID[left.became])
  status.replaceChildren(parts.join(' '))
  for (const each of sent) {
    const link = element('a', each.isAside ? `Look at both: ${each.about}` : `What was kept: ${each.about}`, 'govuk-link')
    link.href = each.where
    status.append(' ', link)
  }
  if (left?.became === 'signed out' || left?.became === 'another') {
    const link = element('a', 'Sign in', 'govuk-link')
    link.href = '/sign-in/?next=/visits/phone/'
    status.append(' ', link)
  }
  return show(owner)
}

async function leaving (owner) {
  const visits = await show(owner)
  const asks = document.querySelector('[data-leaving]')
  asks.hidden = visits.length === 0
  asks.querySelector('button').addEventListener('click', async () => {
    await forget(owner)
    window.location.assign('/sign-out/')
  })
}

async function start () {
  const owner = await whose()
  if (!owner) return
  const asked = new URLSearchParams(window.location.search)
  const child = window.location.pathname.match(/^\/visits\/new\/(\d+)\/$/)?.[1]
  if (child) {
    const typed = (await all(owner, 'visit')).find(visit => !visit.isFinished && visit.child.split(',').includes(child))
    if (await open(owner, typed, child)) return
    status.textContent = 'There is no signal, and this form was not made ready. Write it down elsewhere until there is one.'
  }
  document.querySelector('[data-send]').addEventListener('click', () => sendNow(owner))
  window.addEventListener('online', () => sendNow(owner))
  if (asked.has('leaving')) return leaving(owner)
  const visits = await show(owner)
  if (!child && visits.some(visit => visit.isFinished)) await sendNow(owner)
}

if (place && isPossible) await start()
