// Sets language and colours before the first paint, so that nothing flashes. The app keeps both from then on.
(function () {
  const stored = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const root = document.documentElement;
  const scheme = stored('brama-colours');
  const dark = scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
  const language = stored('brama-language') ?? (/^pl\b/i.test(navigator.language) ? 'pl' : 'en');
  root.lang = language === 'en' ? 'en' : 'pl';
})();
