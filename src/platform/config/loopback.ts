/** Whether a host, as in a setting, an address or a URL, is this computer alone. */
export const isLoopback = (host: string): boolean =>
  /^(localhost|127\.[\d.]+|\[?::1\]?|::ffff:127\.[\d.]+)$/.test(host);
