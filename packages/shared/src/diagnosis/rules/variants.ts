import type { TrustStore } from '../detail.ts'

/** Words of the programs that have their own list of trusted certificates. */
export const trustStores: readonly [TrustStore, RegExp][] = [
  ['java', /pkix|javax?\.|sun\.security|\bjdk\b|keystore|certpath/],
  ['python', /_ssl\.c|urllib3|requests\.exceptions|\bcertifi\b|\bpython|sslcertverificationerror/],
  ['curl', /\bcurl\b|guzzle|\bphp\b|openssl_|stream_socket|curle_/],
  ['go', /\bx509:/],
  ['ruby', /openssl::ssl|\.rb:\d|faraday/],
  [
    'windows',
    /invoke-(?:webrequest|restmethod)|system\.net|httprequestexception|remote certificate|remotezertifikat|certificat distant|certificado remoto|certificato remoto|リモート証明書|信頼関係|schannel|powershell|trust relationship|vertrauensstellung|relation de confiance|relation d'approbation|relacion de confianza|untrustedroot/,
  ],
]

/** What a call to Graph needs, by its address. The first that fits. */
export const neededPermissions: readonly [RegExp, string][] = [
  [/draft message|upload session|createuploadsession/, 'Mail.ReadWrite'],
  [/\/sendmail\b|\/messages\/[^ /]{1,400}\/send\b/, 'Mail.Send'],
  [
    /createuploadsession|\/messages\/[^ /]{1,400}\/(?:attachments|move|copy|createreply|createforward)/,
    'Mail.ReadWrite',
  ],
  [
    /\bpost\b[^ ]{0,3} ?\[?[^ ]{0,80}\/messages(?:[\s"'`)\]?]|$)|\b(?:patch|delete)\b [^ ]{0,120}\/messages/,
    'Mail.ReadWrite',
  ],
  [/\/mailboxsettings\b/, 'MailboxSettings.Read'],
  [/\/(?:mailfolders|messages)\b/, 'Mail.Read'],
  [/\/(?:calendars?|events|calendarview)\b/, 'Calendars.Read'],
  [/\/contacts\b/, 'Contacts.Read'],
  [/(?:v1\.0|beta)\/applications\b/, 'Application.Read.All'],
  [/(?:v1\.0|beta)\/groups\b/, 'Group.Read.All'],
  [/(?:v1\.0|beta)\/reports\b/, 'Reports.Read.All'],
  [/(?:v1\.0|beta)\/(?:sites|drives)\b|\/drive\b/, 'Sites.Read.All'],
  [/(?:v1\.0|beta)\/users(?:\?|\/?[\s"'`)]|\/[^ /]{1,200}[\s"'`)?])/, 'User.Read.All'],
]
export const listedPermissions = /following permissions?:? ?['"]?([a-z]+(?:\.[a-z]+)+)/

export const microsoftHosts =
  /(?:microsoftonline\.(?:com|us|de|cn)|login\.(?:windows\.net|microsoft\.com)|sts\.windows\.net|graph\.microsoft\.(?:com|us|de)|microsoftgraph\.|chinacloudapi\.cn|sovcloud[\w-]*\.\w+|outlook\.office(?:365)?\.com|smtp\.office365\.com|msidentity\.com|protection\.outlook\.com)/
/** Pages that error texts link to. */
export const documentation =
  /schemas\.|\bw3\.org|xmlsoap|go\.microsoft\.com|haxx\.se|curl\.se|aka\.ms|docs\.|learn\.|github|nodejs\.org|www\.npmjs|stackoverflow|wikipedia|python\.org|readthedocs|support\./

/** Words of the sign-in, which comes before the message. */
export const signInWords =
  /login\.(?:microsoftonline|windows|partner|chinacloudapi)|openid-configuration|oauth2\/|\bmsal/
export const submissionWords = /graph\.microsoft\.|microsoftgraph\.|\/sendmail/

/** A connection that ended before the response. */
export const lostConnection =
  /econnreset|socket hang ?up|\bepipe\b|broken pipe|unexpected eof|econnaborted|connection (?:was |has been )?(?:reset|aborted|lost|closed|dropped|terminated)|connection ?(?:reset|aborted)|forcibly closed|remote end closed|server disconnected|premature(?:ly)? (?:close|end)|other side closed|underlying connection was closed/

export const expiredCertificate = /(?:cert_has_expired|cert_not_yet_valid|certificate (?:has expired|is not yet valid))/
