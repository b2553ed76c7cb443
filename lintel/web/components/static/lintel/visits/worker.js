// Opens the page "On this phone" where there is no signal. It keeps that page, which has no name on it, and its files;
// never a page about anybody. `KEPT` and `NAMED` stand above this, written by the server.
const WAIT = 6000

self.addEventListener('install', event => {
  event.waitUntil(caches.open(NAMED).then(cache => cache.addAll(KEPT)).then(() => self.skipWaiting()))
})

self.addEventListener('activate', event => {
  const old = names => names.filter(name => name.startsWith('lintel-visits-') && name !== NAMED)
  event.waitUntil(caches.keys().then(names => Promise.all(old(names).map(name => caches.delete(name))))
    .then(() => self.clients.claim()))
})

async function page (request) {
  const slow = new Promise((resolve, reject) => setTimeout(reject, WAIT))
  try {
    return await Promise.race([fetch(request), slow])
  } catch {
    return caches.match(KEPT[0])
  }
}

self.addEventListener('fetch', event => {
  const { request } = event
  const address = new URL(request.url)
  if (request.method !== 'GET' || address.origin !== self.location.origin) return
  if (request.mode === 'navigate') event.respondWith(page(request))
  else if (KEPT.includes(address.pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(address.pathname)))
  }
})
