/** The template asks for something that cannot be run here; the message names the resource. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}
