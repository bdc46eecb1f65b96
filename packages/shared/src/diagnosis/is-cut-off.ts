import { allRules } from './rules/all-rules.ts'

/** Marks that a library or a log puts in place of the rest. */
const marks = /\(truncated\.{3}\)|(?:[^.]\.{3}|…|\[truncated\])["')\]}\s]{0,4}$/

/** An error in JSON, or printed like it, whose last value has no end. */
const openValue =
  /(?:"(?:message|error_?description|errormessage|code|error|value)"\s?(?:=>|:|=)\s?"[^"]*|'(?:message|error_?description|code|error)'\s?(?:=>|:)\s?'[^']*)$/

/** "resulted in a `403 Forbidden` response: {", or a name without its value. */
const openAnswer =
  /(?:response|error|body|content|message):?\s?[{["']{1,3}$|[,{]\s?"(?:[\w-]{1,40}"\s?:?)?$|=>\s?$|[([=]\s?["']$/

/** A line that has nothing more to say: a trace, a rule, a line of PowerShell. */
const lineOfTrace =
  /^\s*(?:at |\+ |from |in |file "|#\d|[-=~]{3,}\s*$|\.{3} \d+ more|```)|\.(?:js|ts|py|rb|java|php|cs|go)[:(]\d+/

/** The end of a sentence, of a bracket, of a quotation; a time or an identifier; or a bare status or its name. */
const end =
  /[.!?)\]}>"'`*;。」]\s*$|(?:^|[\s:(-])[45]\d\d$|(?:した|ません|ます|です)$|\d\d:\d\d(?:\.\d+)?z?$|[0-9a-f]{4}-[0-9a-f]{12}$|[.!?)}]"[;,]\s?"?[\w-]{0,12}"?$|\b(?:forbidden|unauthorized|not found|bad request|unprocessable entity|too many requests|(?:service|server) unavailable|internal server error|bad gateway|gateway time-?out|entity too large|request failed|(?:unauthorized|forbidden|not found|error|unavailable|gateway|time-?out|requests|request)[`'"] response)$/

/** The first sentence of Entra's description is whole, or its identifiers follow. */
const afterDescription = /aadsts\d{4,9}:? .{10,600}?(?:[a-z0-9)'"]{2}\.(?:\s|$)|(?:trace|correlation) ?id)/

const count = (text: string, piece: string): number => text.split(piece).length - 1

/** An object that has not been closed, after a value or a comma. */
const isOpenObject = (text: string): boolean => /["',]\s*$/.test(text) && count(text, '{') > count(text, '}')

/** Nothing but a status and its name, in any form in which a program prints it. */
const bareStatus =
  /^\s*(?:http(?:\/\d(?:\.\d)?)? ?)?(?:(?:error|status|code|status ?code) ?[:=]? ?)*[1-5]\d\d(?: -)?(?: [a-z'-]{1,20}){0,5}\s*$/i

/** An address that ends with a whole step of a path. */
const wholeAddress =
  /https?:\/\/\S*\/(?:sendmail|send|token|messages|createuploadsession|attachments|mailfolders|events|mailboxsettings|applications|groups|users\/(?:[^/\s]+\.[a-z]{2,6}|[0-9a-f-]{36})|me|openid-configuration)(?:\?\S*)?$|https?:\/\/(?:login\.microsoftonline|graph\.microsoft)\.(?:com|us)\/?$/

const knownCodes = new Set(allRules.flatMap(({ codes }) => codes ?? []).map((code) => code.toLowerCase()))

/** Whether the words end where their author ended them. */
function isFinished(text: string): boolean {
  const lines = text.trimEnd().split('\n')
  const last = (lines.at(-1) ?? '').toLowerCase()
  if (last === '' || lineOfTrace.test(last) || end.test(last) || wholeAddress.test(last)) return true
  return knownCodes.has(/[\w.-]+$/.exec(last)?.[0] ?? '')
}

/**
 * Whether the text ends before its end, so that the words that are missing could change its meaning. `written`: the part
 * that a person or a log wrote, as it is; a response in JSON has an end of its own.
 */
export function isCutOff(text: string, written: string): boolean {
  if (bareStatus.test(text.slice(0, 120)) && text.length <= 120) return false
  const rest = text.slice(-4_000)
  if (afterDescription.test(rest)) return false
  if (marks.test(rest)) return true
  if (/[a-z0-9)'"]{2}[.!]["')\]}\s\\]{0,4}$/.test(rest)) return false
  return openValue.test(rest) || openAnswer.test(rest) || isOpenObject(rest) || !isFinished(written.slice(-4_000))
}
