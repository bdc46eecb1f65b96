export const exampleIds = {
  tenantId: '72f988bf-86f1-41af-91ab-2d7cd011db47',
  clientId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  userId: '9c1b2a34-7d5e-4f60-8a1b-2c3d4e5f6071',
}

/** A bot whose app is not registered yet. */
export const exampleBot = {
  botId: 'support-bot',
  botName: 'Support',
  cloud: 'global',
  userEmail: 'bot@contoso.com',
} as const
