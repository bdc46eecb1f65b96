export const configurationPath = (botId: string): string => `/bots/${encodeURIComponent(botId)}/office365`
