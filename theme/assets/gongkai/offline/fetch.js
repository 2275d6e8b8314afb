// In an offline copy stands before the modules of a page, which fetch from `files` (name in the copy → base64) what no page on a disk may.
const root = new URL("../../../", document.currentScript.src).href;
const fetch = async (address) => {
  const data = files[decodeURI(new URL(address, document.baseURI).href.slice(root.length))];
  return data === undefined ? new Response(null, { status: 404 }) : new Response(Uint8Array.from(atob(data), (byte) => byte.charCodeAt(0)));
};
