/** The effect of an option on the request. */
export type OptionEffect =
  | 'request'
  | 'header'
  | 'data'
  | 'dataRaw'
  | 'dataUrlEncode'
  | 'json'
  | 'urlQuery'
  | 'form'
  | 'formString'
  | 'user'
  | 'bearer'
  | 'cookie'
  | 'userAgent'
  | 'referer'
  | 'range'
  | 'url'
  | 'get'
  | 'head'
  | 'globOff'
  | 'pathAsIs'
  | 'maxTime'
  | 'retry'
  | 'retryDelay'
  | 'insecure'
  | 'location'
  | 'proxy'
  | 'otherHost'
  | 'netrc'
  | 'next'
  | 'readsFile'
  | 'refused'
  /** Changes only what curl shows or stores locally, not the request. */
  | 'display'
  /** Changes how the request is sent; a note names it. */
  | 'noted'

export type CurlOption = { long: string; short?: string; takesValue: boolean; effect: OptionEffect }

const option = (effect: OptionEffect, takesValue: boolean, names: string): CurlOption[] =>
  names.split(' ').map((name) => {
    const [long = '', short] = name.split('/')
    return { long, takesValue, effect, ...(short !== undefined && { short }) }
  })

/**
 * All options of curl 8.15, `long/short`. An unlisted option cannot be skipped, because it is unknown whether a value
 * follows.
 */
export const curlOptions: readonly CurlOption[] = [
  ...option('request', true, 'request/X'),
  ...option('header', true, 'header/H'),
  ...option('data', true, 'data/d data-ascii data-binary'),
  ...option('dataRaw', true, 'data-raw'),
  ...option('dataUrlEncode', true, 'data-urlencode'),
  ...option('json', true, 'json'),
  ...option('urlQuery', true, 'url-query'),
  ...option('form', true, 'form/F'),
  ...option('formString', true, 'form-string'),
  ...option('user', true, 'user/u'),
  ...option('bearer', true, 'oauth2-bearer'),
  ...option('cookie', true, 'cookie/b'),
  ...option('userAgent', true, 'user-agent/A'),
  ...option('referer', true, 'referer/e'),
  ...option('range', true, 'range/r'),
  ...option('url', true, 'url'),
  ...option('get', false, 'get/G'),
  ...option('head', false, 'head/I'),
  ...option('globOff', false, 'globoff/g'),
  ...option('pathAsIs', false, 'path-as-is'),
  ...option('maxTime', true, 'max-time/m'),
  ...option('retry', true, 'retry'),
  ...option('retryDelay', true, 'retry-delay'),
  ...option('insecure', false, 'insecure/k doh-insecure ca-native'),
  ...option('insecure', true, 'cacert capath crlfile pinnedpubkey'),
  ...option('location', false, 'location/L location-trusted follow post301 post302 post303'),
  ...option('location', true, 'max-redirs proto-redir'),
  ...option(
    'proxy',
    true,
    'proxy/x preproxy proxy1.0 socks4 socks4a socks5 socks5-hostname noproxy proxy-user/U proxy-header proxy-cacert proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword proxy-tlsuser socks5-gssapi-service haproxy-clientip',
  ),
  ...option(
    'proxy',
    false,
    'proxytunnel/p proxy-anyauth proxy-basic proxy-digest proxy-insecure proxy-negotiate proxy-ntlm proxy-ca-native proxy-http2 proxy-ssl-allow-beast proxy-ssl-auto-client-cert proxy-tlsv1 socks5-basic socks5-gssapi socks5-gssapi-nec haproxy-protocol',
  ),
  ...option('otherHost', true, 'resolve connect-to doh-url dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers'),
  ...option('netrc', false, 'netrc/n netrc-optional'),
  ...option('netrc', true, 'netrc-file'),
  ...option('next', false, 'next/:'),
  ...option('readsFile', true, 'upload-file/T config/K variable etag-compare'),
  ...option(
    'refused',
    true,
    'cert/E cert-type key key-type pass aws-sigv4 unix-socket abstract-unix-socket request-target telnet-option/t quote/Q ftp-port/P mail-from mail-rcpt mail-auth tlsuser tlspassword tlsauthtype',
  ),
  ...option('refused', false, 'digest ntlm ntlm-wb negotiate'),
  ...option(
    'display',
    false,
    'silent/s show-error/S verbose/v include/i no-buffer/N progress-bar/# no-progress-meter progress-meter styled-output compressed tr-encoding fail/f fail-early fail-with-body http1.0/0 http1.1 http2 http2-prior-knowledge http3 http3-only http0.9 ipv4/4 ipv6/6 tlsv1/1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 sslv2/2 sslv3/3 ssl ssl-reqd tcp-nodelay tcp-fastopen keepalive sessionid alpn npn buffer disable/q basic anyauth parallel/Z parallel-immediate remote-time/R remote-header-name/J remote-name-all create-dirs clobber trace-time trace-ids raw xattr false-start ssl-no-revoke ssl-revoke-best-effort ssl-allow-beast ssl-auto-client-cert cert-status doh-cert-status junk-session-cookies/j suppress-connect-headers disallow-username-in-url use-ascii/B append/a list-only/l crlf form-escape retry-connrefused retry-all-errors remove-on-error skip-existing compressed-ssh ignore-content-length metalink mptcp tls-earlydata sasl-ir mail-rcpt-allowfails tftp-no-options ftp-pasv ftp-create-dirs ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc ftp-ssl-control disable-epsv disable-eprt out-null',
  ),
  ...option(
    'display',
    true,
    'write-out/w stderr trace trace-ascii trace-config connect-timeout ciphers tls13-ciphers curves tls-max engine random-file egd-file proto proto-default keepalive-time keepalive-cnt expect100-timeout happy-eyeballs-timeout-ms speed-limit/Y speed-time/y limit-rate rate parallel-max parallel-max-host retry-max-time max-filesize create-file-mode delegation krb login-options service-name sasl-authzid hsts alt-svc libcurl ftp-account ftp-alternative-to-user ftp-method ftp-ssl-ccc-mode hostpubmd5 hostpubsha256 pubkey local-port interface ip-tos vlan-priority tftp-blksize ech sigalgs ssl-sessions upload-flags',
  ),
  ...option('noted', true, 'output/o output-dir cookie-jar/c dump-header/D etag-save continue-at/C time-cond/z'),
  ...option('noted', false, 'remote-name/O'),
  ...option('refused', false, 'help/h manual/M version/V'),
]

const byShort = new Map(curlOptions.flatMap((entry) => (entry.short === undefined ? [] : [[entry.short, entry]])))
const byLong = new Map(curlOptions.map((entry) => [entry.long, entry]))

export function optionByLetter(letter: string): CurlOption | undefined {
  return byShort.get(letter)
}

/** Also accepts an unambiguous prefix, and `no-` before a switch, as curl does. */
export function optionByName(name: string): CurlOption | undefined {
  const exact = byLong.get(name)
  if (exact) return exact
  const positive = name.startsWith('no-') ? byLong.get(name.slice(3)) : undefined
  if (positive && !positive.takesValue) return { ...positive, effect: 'display' }
  const starting = name.length < 3 ? [] : curlOptions.filter(({ long }) => long.startsWith(name))
  return starting.length === 1 ? starting[0] : undefined
}
