// A form of a visit that loses no word: kept sealed on the telephone while it is typed, sent when there is a signal.
//
//   <form data-visit data-owner="7" data-about="Mia Bell, Noah Bell" action="/visits/new/">
import { all, isPossible, keep, setWhose, throwAway } from './store.js'
import { send } from './sending.js'

const WAIT = 400
const NEVER_KEPT = ['csrfmiddlewaretoken', 'kept_for', 'kept_page']
const PHONE = '/visits/phone/'

function typed (form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && !NEVER_KEPT.includes(name))
}

function fill (form, fields) {
  for (const box of form.querySelectorAll('input:not([type=hidden]), textarea, select')) {
    const said = fields.filter(([name]) => name === box.name).map(([, value]) => value)
    if (box.type === 'checkbox' || box.type === 'radio') box.checked = said.includes(box.value)
    else box.value = said[0] ?? ''
  }
  for (const box of form.querySelectorAll('input[type=hidden]')) {
    const said = fields.find(([name]) => name === box.name)
    if (said) box.value = said[1]
  }
}

function today (form) {
  const now = new Date()
  const two = number => String(number).padStart(2, '0')
  form.elements.day.value = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
  form.elements.hour.value = `${two(now.getHours())}:${two(now.getMinutes())}`
  form.elements.sent_once.value = crypto.randomUUID()
}

/** Look after one form. `again` is a visit typed before and not sent; `isNew` a form made ready earlier. */
export async function writing (form, { again, isNew = false } = {}) {
  const owner = form.dataset.owner
  const said = form.querySelector('[data-said]')
  const isCorrection = Boolean(form.elements.version?.value)
  let waiting
  let isSent = false

  const summary = form.querySelector('[data-when]')
  const showWhen = () => {
    const { day, hour, way } = form.elements
    const isToday = day.value === new Date().toLocaleDateString('en-CA')
    const where = form.querySelector('[name=way]:checked')?.parentElement.textContent.trim().toLowerCase() || way.value
    const when = isToday ? 'Today' : new Date(`${day.value}T12:00`).toLocaleDateString('en-GB', { dateStyle: 'long' })
    summary.textContent = `${when} at ${hour.value}, ${where}`
  }

  if (again) fill(form, again.fields)
  else if (isNew) today(form)
  showWhen()
  form.addEventListener('change', showWhen)
  form.addEventListener('change', ({ target }) => {
    // Whoever says that a child was not seen is asked why at once, without a tap more.
    if (target.name.startsWith('seen_') && target.value === 'not') {
      target.closest('section').querySelector('details')?.setAttribute('open', '')
    }
  })
  if (isCorrection) return

  const now = isFinished => keep(owner, 'visit', form.elements.sent_once.value, {
    to: form.getAttribute('action'), about: form.dataset.about, child: form.elements.children.value,
    fields: typed(form), isFinished
  })

  form.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(async () => {
      if (isSent) return
      await now(false)
      said.textContent = 'Kept on this phone. Nothing is sent yet.'
    }, WAIT)
  })

  form.addEventListener('submit', async event => {
    event.preventDefault()
    if (isSent) return
    isSent = true
    clearTimeout(waiting)
    form.elements.typed_at.value = new Date().toISOString()
    await now(true)
    said.textContent = 'Sending …'
    const visit = (await all(owner, 'visit')).find(each => each.id === form.elements.sent_once.value)
    const { became, where } = await send(owner, visit)
    if (became === 'kept') window.location.assign(where)
    else if (became === 'unfinished') {
      // The page of the server says what is missing, beside the box it is missing in.
      if (form.dataset.from !== 'phone') form.submit()
      else {
        isSent = false
        said.textContent = 'Something is missing: say what you saw and heard, and whether each child was seen.'
      }
    } else window.location.assign(PHONE)
  })
}

const form = document.querySelector('form[data-visit]')
if (form && isPossible && !document.querySelector('[data-phone]')) {
  await setWhose(form.dataset.owner)
  const hasErrors = document.querySelector('.govuk-error-summary')
  const mine = form.elements.children.value.split(',')
  const isCorrection = Boolean(form.elements.version?.value)
  const typedBefore = hasErrors || isCorrection ? [] : await all(form.dataset.owner, 'visit')
  const again = typedBefore.find(visit => !visit.isFinished && visit.child.split(',').some(child => mine.includes(child)))
  await writing(form, { again })
  if (again) {
    const note = document.querySelector('[data-again]')
    note.hidden = false
    note.querySelector('button').addEventListener('click', async () => {
      await throwAway(again.id)
      window.location.reload()
    })
  }
}
