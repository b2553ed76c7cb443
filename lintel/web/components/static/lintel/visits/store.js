// What is kept on this telephone: forms made ready, and visits not sent yet. Everything that speaks of a family is
// sealed with a key that cannot be read out of the browser; in the clear stand only whose it is and of what kind.
//
// Why it is kept, and what it does not protect against: docs/adr/0018-what-a-telephone-keeps.md

const NAME = 'lintel-visits'
const FORM_DAYS = 7

function done (request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

let opening
function opened () {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore('keys')
      request.result.createObjectStore('kept', { keyPath: 'id' })
      request.result.createObjectStore('whose')
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  return opening
}

// From signing out on, a page keeps nothing more: what it had begun to make ready would come back after the wiping.
let isWiped = false

async function among (name, mode, act) {
  const store = (await opened()).transaction(name, mode).objectStore(name)
  return done(act(store))
}

async function keyOf (owner) {
  const found = await among('keys', 'readonly', store => store.get(owner))
  if (found) return found
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  // Two tabs may make one at the same moment: the first that stands is everybody's.
  await among('keys', 'readwrite', store => store.add(made, owner)).catch(() => {})
  return among('keys', 'readonly', store => store.get(owner))
}

export const isPossible = 'indexedDB' in window && Boolean(window.crypto?.subtle)

/** Who signed in on this telephone last and has not signed out. */
export function whose () {
  return among('whose', 'readonly', store => store.get('last'))
}

export async function setWhose (owner) {
  if (isWiped) return
  await among('whose', 'readwrite', store => store.put(owner, 'last'))
}

/** Seal something and keep it. Kinds: 'form', made ready for writing; 'visit', typed and not sent. */
export async function keep (owner, kind, id, content) {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const plain = new TextEncoder().encode(JSON.stringify(content))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyOf(owner), plain)
  if (isWiped) return
  await among('kept', 'readwrite', store => store.put({ id, owner, kind, at: Date.now(), iv, sealed }))
}

async function unsealed (row, key) {
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: row.iv }, key, row.sealed)
  return { id: row.id, at: row.at, ...JSON.parse(new TextDecoder().decode(plain)) }
}

/** Everything of one kind that this person keeps here, newest first. Forms of last week are thrown away unread. */
export async function all (owner, kind) {
  const rows = await among('kept', 'readonly', store => store.getAll())
  const mine = rows.filter(row => row.owner === owner && row.kind === kind)
  const old = kind === 'form' ? mine.filter(row => row.at < Date.now() - FORM_DAYS * 86400000) : []
  for (const row of old) await throwAway(row.id)
  const key = await keyOf(owner)
  const found = await Promise.all(mine.filter(row => !old.includes(row)).map(row => unsealed(row, key)))
  return found.sort((one, other) => other.at - one.at)
}

export function throwAway (id) {
  return among('kept', 'readwrite', store => store.delete(id))
}

/** Wipe everything of one person: what was kept, and the key, without which nothing of it could be read again. */
export async function forget (owner) {
  isWiped = true
  const rows = await among('kept', 'readonly', store => store.getAll())
  for (const row of rows.filter(row => row.owner === owner)) await throwAway(row.id)
  await among('keys', 'readwrite', store => store.delete(owner))
  await among('whose', 'readwrite', store => store.delete('last'))
}
