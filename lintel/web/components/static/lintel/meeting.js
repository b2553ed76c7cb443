// In an allocation meeting: what each choice does to the workers at once, and a moment later to the weeks ahead.
const form = document.getElementById('meeting')
const news = document.getElementById('news')
const WAIT = 400
let waiting
let asked = 0

function chosen () {
  const more = new Map()
  for (const field of form.querySelectorAll('[name^="to-"]')) {
    if (field.value) more.set(field.value, (more.get(field.value) || 0) + Number(field.dataset.children))
  }
  return more
}

// Counts only: what it means and who must answer for it comes from the server.
function count (changed) {
  const more = chosen()
  for (const row of document.querySelectorAll('[data-worker]')) {
    const { worker, name, held, most } = row.dataset
    const after = Number(held) + (more.get(worker) || 0)
    row.querySelector('[data-after]').textContent = after
    row.querySelector('[data-above]').hidden = after <= Number(most)
    row.toggleAttribute('data-changed', after !== Number(held))
    if (worker === changed) news.textContent = `${name}: ${held} of ${Number(most)}, ${after} with what is chosen.`
  }
}

function put (answered, selector) {
  const fresh = answered.querySelector(selector)
  const shown = document.querySelector(selector)
  if (fresh && shown) shown.replaceWith(fresh)
}

async function look () {
  const mine = ++asked
  const body = new FormData(form)
  body.set('step', 'look')
  try {
    const answer = await fetch(window.location.href, { method: 'POST', body: new URLSearchParams(body) })
    if (!answer.ok || answer.redirected || mine !== asked) return
    const answered = new DOMParser().parseFromString(await answer.text(), 'text/html')
    put(answered, '#ahead')
    put(answered, '#staying')
    for (const family of form.querySelectorAll('[data-family]')) {
      // A box somebody is writing in stays as it is.
      if (!family.querySelector('[data-says]').contains(document.activeElement)) {
        put(answered, `[data-family="${family.dataset.family}"] [data-says]`)
      }
    }
  } catch {
    // The connection was lost for a moment: "See what it does" says it again.
  }
}

form?.addEventListener('change', event => {
  if (!event.target.name?.startsWith('to-')) return
  count(event.target.value)
  clearTimeout(waiting)
  waiting = setTimeout(look, WAIT)
})
if (form) count()
