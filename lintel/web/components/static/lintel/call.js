// While a call is typed, children we know who may be meant stand beside it. Without this, "Look them up" does the same.
const form = document.getElementById('call')
const place = document.getElementById('candidates')
let waiting
let asked = 0

async function look () {
  const number = ++asked
  try {
    const reply = await fetch(place.dataset.from, { method: 'POST', body: new FormData(form), redirect: 'manual' })
    if (!reply.ok) return
    const found = await reply.text()
    // Whoever has moved on to a button there keeps it.
    if (number === asked && found !== place.innerHTML && !place.contains(document.activeElement)) place.innerHTML = found
  } catch {
    // The connection was lost for a moment: the next key asks again.
  }
}

if (form && place) {
  form.addEventListener('input', event => {
    if (!event.target.name.startsWith('children-')) return
    clearTimeout(waiting)
    waiting = setTimeout(look, 250)
  })
}
