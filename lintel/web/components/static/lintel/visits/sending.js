// Sends what is kept on this telephone. What comes of one visit, in a word:
//
//   kept         it is in the record, or stands beside what is there; `where` says on which page
//   unfinished   the server misses an answer; the words stay here
//   signed out   nobody is signed in any more
//   another      somebody else is signed in; it stays for the one who typed it
//   no signal    it could not be reached, or could not answer
import { all, keep, throwAway } from './store.js'

const WAIT = 20000

async function asked (address, options = {}) {
  return fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(WAIT), ...options })
}

async function signedIn () {
  const answer = await asked('/visits/phone/who/')
  return answer.ok ? answer.json() : null
}

export async function send (owner, visit) {
  try {
    const who = await signedIn()
    if (!who) return { became: 'signed out' }
    if (who.owner !== owner) return { became: 'another' }
    const body = new URLSearchParams(visit.fields)
    body.set('csrfmiddlewaretoken', who.token)
    const answer = await asked(visit.to, { method: 'POST', body, headers: { Accept: 'application/json' } })
    if (answer.ok) {
      const { where, kept } = await answer.json()
      await throwAway(visit.id)
      return { became: 'kept', where, isAside: !kept }
    }
    if (answer.status !== 422) return { became: answer.type === 'opaqueredirect' ? 'signed out' : 'no signal' }
    await keep(owner, 'visit', visit.id, { ...visit, isFinished: false })
    return { became: 'unfinished' }
  } catch {
    return { became: 'no signal' }
  }
}

/** Everything that is finished, oldest first; says what became of each. Two tabs do not send the same one twice. */
export async function sendAll (owner) {
  const sendThem = async () => {
    const finished = (await all(owner, 'visit')).filter(visit => visit.isFinished).reverse()
    const became = []
    for (const visit of finished) {
      const result = await send(owner, visit)
      became.push({ ...result, about: visit.about })
      if (result.became !== 'kept' && result.became !== 'unfinished') break
    }
    return became
  }
  return navigator.locks ? navigator.locks.request('lintel-visits-sending', sendThem) : sendThem()
}
