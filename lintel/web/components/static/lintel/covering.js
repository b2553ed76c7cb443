// Counts, while somebody writes, how many of the significant items of a history are used or set aside; the server counts
// the same when the form is saved.
function says (field) {
  return field?.value.trim() !== ''
}

function covers (form, item) {
  const use = item.querySelector('select').value
  if (use === '') return false
  if (use === 'aside' || use === 'otherwise') return says(item.querySelector('input'))
  return says(form.elements[`words-${use}`]) || says(item.querySelector('input'))
}

for (const form of document.querySelectorAll('form[data-covers]')) {
  const shown = form.querySelector('[data-covered]')
  const items = [...form.querySelectorAll('[data-item]')]
  const count = () => {
    const words = `${items.filter(item => covers(form, item)).length} of ${items.length}`
    if (shown && shown.textContent !== words) shown.textContent = words
  }
  form.addEventListener('input', count)
  form.addEventListener('change', count)
  count()
}
