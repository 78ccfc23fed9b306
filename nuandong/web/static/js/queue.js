// The queue of records that wait for a network: one IndexedDB table on this phone. An entry is deleted the moment the
// server has accepted it. The server knows each command by its key, so that sending twice registers once.

const open = () => new Promise((resolve, reject) => {
  const request = indexedDB.open("nuandong", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("queue", { keyPath: "key" });
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function work(mode, act) {
  const base = await open();
  try {
    return await new Promise((resolve, reject) => {
      const change = base.transaction("queue", mode);
      const request = act(change.objectStore("queue"));
      change.oncomplete = () => resolve(request.result);
      change.onerror = () => reject(change.error);
      change.onabort = () => reject(change.error);
    });
  } finally {
    base.close();
  }
}

/** Keeps one record: {key, url, label, fields: [[name, text or Blob, file name]], at, person, state}. */
export const put = (entry) => work("readwrite", (table) => table.put(entry));
export const drop = (key) => work("readwrite", (table) => table.delete(key));

/** What waits, oldest first. Another person's entries wait for that person. */
export async function waiting(person) {
  const all = await work("readonly", (table) => table.getAll());
  return all.filter((entry) => entry.person === person).sort((one, other) => one.at - other.at);
}
