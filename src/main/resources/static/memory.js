/** What a page keeps for later. Where a browser forbids that (frames of other sites, private windows), nothing is kept. */
export const memory = {
  getItem(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  setItem(key, text) {
    try {
      localStorage.setItem(key, text);
    } catch {
      // then it lasts as long as the page
    }
  },
};
