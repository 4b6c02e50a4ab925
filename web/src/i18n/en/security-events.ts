import type { securityDetails, SecurityEventKind, SecurityOutcome } from '@tabiji/shared/kernel/security-event-kinds.ts'

export const securityEvents = {
  title: 'Security events',
  text: 'Who signed in, what was refused, and who made keys or took data out. Equal refusals within an hour are one line with their number.',
  search: 'Person, e-mail or address',
  what: 'What happened',
  outcome: 'Outcome',
  who: 'Who',
  from: 'From',
  when: 'When',
  first: 'First seen',
  last: 'Last seen',
  count: 'How often',
  times_one: 'once',
  times_other: '{{count}} times',
  details: 'Security event',
  empty: 'Nothing happened that fits these filters.',
  unknown: 'Not known',
  ourselves: 'Tabiji itself',
  flood: 'So many different requests were refused that they are only counted.',
  spans: { hour: 'Last hour', day: 'Last 24 hours', week: 'Last 7 days', month: 'Last 30 days' },
  outcomes: {
    succeeded: 'Succeeded',
    failed: 'Wrong secret',
    refused: 'Refused',
  } satisfies Record<SecurityOutcome, string>,
  detail: {
    route: 'Request',
    reason: 'Reason',
    host: 'Called host',
    origin: 'Page it came from',
    name: 'Name',
  } satisfies Record<(typeof securityDetails)[number], string>,
  kinds: {
    accountCreation: {
      title: 'Account made',
      text: 'Somebody chose a password and joined, as first owner or by an invitation.',
    },
    apiKeyCreation: {
      title: 'API key made',
      text: 'Whoever has the key can use the API with its role. Revoke it if nobody here made it.',
    },
    apiKeyRevocation: { title: 'API key revoked', text: 'Programs with this key are refused from now on.' },
    apiKeyUse: {
      title: 'Unknown API key',
      text: 'A program sent a key that does not exist: a typing error, or somebody who tries keys.',
    },
    bodyLimit: { title: 'Request too large', text: 'More was sent than the address takes. Nothing of it was used.' },
    eventSender: {
      title: 'Event of an unknown sender',
      text: 'An event endpoint was called with a wrong key or signature. Check the settings of the system that sends.',
    },
    export: { title: 'Data taken out', text: 'Somebody downloaded a file that holds data about people.' },
    host: {
      title: 'Foreign host name',
      text: 'Tabiji was called by a name that is not its own. If people use this name, the operator sets it as PUBLIC_URL.',
    },
    notSignedIn: {
      title: 'Not signed in',
      text: 'Something that needs a sign-in was asked for without one. Usual when a session has ended.',
    },
    oneTimeLink: {
      title: 'Wrong one-time link',
      text: 'The link of an invitation or for a new password was used, withdrawn or has run out, or somebody tries links.',
    },
    origin: {
      title: 'Request of a foreign page',
      text: 'A page of another site wanted to change something here in the name of somebody who is signed in.',
    },
    outboundAddress: {
      title: 'Call into the private network',
      text: 'A call was to reach an address that is not public. If it is meant, it can be allowed on Settings › Callouts.',
    },
    passwordChange: {
      title: 'Change of a password',
      text: 'Somebody changed their password, or said a wrong present one.',
    },
    passwordReset: {
      title: 'Forgotten password',
      text: 'Somebody set a new password by a one-time link. All their sessions ended.',
    },
    permission: {
      title: 'No permission',
      text: 'Somebody who is signed in, or a key, asked for more than their role allows.',
    },
    requestLimit: {
      title: 'Too many attempts',
      text: 'A client or an account has to wait, because of wrong secrets or too many requests.',
    },
    revokedApiKeyUse: {
      title: 'Revoked API key used',
      text: 'A program still sends this key. Find it, or find out who else has the key.',
    },
    sessionEnd: { title: 'Sessions ended', text: 'Somebody signed their other devices out.' },
    setupCode: {
      title: 'Wrong setup code',
      text: 'Somebody tried to become the first owner without the code from the terminal.',
    },
    signIn: {
      title: 'Sign-in',
      text: 'Many wrong passwords from one address, or at one account, are somebody who guesses.',
    },
    signOut: { title: 'Sign-out', text: 'Somebody signed out.' },
    workspaceDeletion: {
      title: 'Workspace deleted',
      text: 'All its journeys, people and connections are gone. Its audit log stays with the operator.',
    },
  } satisfies Record<SecurityEventKind, { title: string; text: string }>,
}
