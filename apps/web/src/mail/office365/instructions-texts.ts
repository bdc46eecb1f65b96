export const instructionsTexts = {
  title: 'Or send the instructions',
  help: 'Every step with this bot’s names, as text. The text contains no secret, and it says how to return the client secret.',
  what: 'the instructions',
  mail: 'Write an email',
  printable: 'Printable page',
  ask: 'Ask your IT admin',
  askIntro:
    'After this step, your IT admin knows what to do, and you only have to approve. You need no permissions in Microsoft 365.',
  print: 'Print',
  back: 'Back',
  pageTitle: 'Instructions for the IT admin',
}
