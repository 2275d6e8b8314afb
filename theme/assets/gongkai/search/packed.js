// Packed files of the site → what is in them.

/** What a packed JSON file says. */
export async function fetchPacked(place) {
  return JSON.parse(new TextDecoder().decode(await fetchBytes(place)));
}

/** The bytes of a file, unpacked. */
export async function fetchBytes(place) {
  const response = await fetch(place);
  if (!response.ok) throw new Error(`${response.status} ${place}`);
  const data = new Uint8Array(await response.arrayBuffer());
  if (data[0] !== 0x1f || data[1] !== 0x8b) return data; // some servers unpack what is packed already
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
