// Shows beside a form what of the things that help most has been said. It counts only; it never keeps anybody from sending.
const form = document.querySelector('form[data-complete]')
const count = document.getElementById('complete-count')
const items = [...document.querySelectorAll('[data-boxes]')]

function isSaid (name) {
  const boxes = [...form.querySelectorAll(`[name="${name}"]`)]
  return boxes.some(box => box.type === 'radio' || box.type === 'checkbox' ? box.checked : box.value.trim() !== '')
}

// Rows of children in which something stands; the first one counts always.
function rows () {
  const filled = [...form.querySelectorAll('fieldset[id^="child-"]')].filter((row, i) => i === 0 ||
    [...row.querySelectorAll('input, textarea')].some(box => box.type !== 'checkbox' && box.value.trim() !== ''))
  return filled.map(row => row.id)
}

function isThere (boxes) {
  const groups = boxes.split(' ').map(group => group.split(','))
  const wanted = boxes.includes('child-*') ? rows() : ['']
  return wanted.every(row => groups.every(group => group.some(name => isSaid(name.replace('child-*', row)))))
}

function look () {
  let said = 0
  for (const item of items) {
    const isDone = isThere(item.dataset.boxes)
    said += isDone
    item.classList.toggle('lintel-complete__said', isDone)
    item.querySelector('[data-said]').textContent = isDone ? ': said' : ': not said yet'
  }
  const words = `${said} of ${items.length} said`
  if (count.textContent !== words) count.textContent = words
}

let waiting
form.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(look, 400) })
form.addEventListener('change', look)
window.addEventListener('pageshow', look)
look()
