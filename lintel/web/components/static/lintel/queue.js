// The queue says when it has changed. It never moves under the hand of somebody who reads it: they ask for the new one.
const news = document.getElementById('news')
const shown = contacts(document)
const EVERY = Number(news?.dataset.every || 60) * 1000

function contacts (page) {
  return new Map([...page.querySelectorAll('[data-contact]')].map(row => [row.dataset.contact, row.dataset.now === 'yes']))
}

function many (count, one) {
  return count === 1 ? `1 contact ${one}` : `${count} contacts ${one}`
}

function say (now) {
  const came = [...now.keys()].filter(pk => !shown.has(pk)).length
  const went = [...shown.keys()].filter(pk => !now.has(pk)).length
  const urgent = [...now].some(([pk, isNow]) => isNow && !shown.get(pk))
  const said = [came && many(came, 'came in'), went && many(went, 'decided or gone elsewhere')].filter(Boolean).join(', ')
  news.hidden = !said && !urgent
  news.classList.toggle('lintel-news--now', urgent)
  news.querySelector('span').textContent = [urgent && 'Somebody cannot wait.', said && `Since you opened this page: ${said}.`].filter(Boolean).join(' ')
}

async function look () {
  if (document.visibilityState === 'visible') {
    try {
      const answer = await fetch(window.location.href)
      if (answer.ok && !answer.redirected) say(contacts(new DOMParser().parseFromString(await answer.text(), 'text/html')))
    } catch {
      // The connection was lost for a moment: look again.
    }
  }
  setTimeout(look, EVERY)
}

if (news) setTimeout(look, EVERY)
