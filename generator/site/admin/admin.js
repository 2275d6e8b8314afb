// What nobody filled in is not written: an empty key is a finding of the check.

const isEmpty = (value) => value === undefined || value === null || value === "" || value.size === 0;

const filled = (value) =>
  value && value.map && value.filter ? value.map(filled).filter((part) => !isEmpty(part)) : value;

window.CMS.registerEventListener({ name: "preSave", handler: ({ entry }) => filled(entry.get("data")) });
