export const instructionsTexts = {
  title: 'Or send the instructions',
  help: 'Every step with this bot’s names, as text. No secret is in it. How the client secret should travel back is said there.',
  what: 'the instructions',
  mail: 'Write a mail',
  printable: 'Page to print',
  ask: 'Ask your IT admin',
  askIntro:
    'After this your IT admin knows what to do, and you only have to approve. You need no rights in Microsoft 365 yourself.',
  print: 'Print',
  back: 'Back',
  pageTitle: 'Instructions for the IT admin',
}
