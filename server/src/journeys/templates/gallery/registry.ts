// The template gallery, one line each. The export name is the id that callers use.
export { changeToCrm } from './change-to-crm.ts'
export { csatToTicket } from './csat-to-ticket.ts'
export { healthDropToAlert } from './health-drop-to-alert.ts'
export { lostCtaToTicket } from './lost-cta-to-ticket.ts'
export { npsToChat } from './nps-to-chat.ts'
export { unopenedMailToSms } from './unopened-mail-to-sms.ts'
