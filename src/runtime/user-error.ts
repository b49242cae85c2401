/**
 * An error whose message is meant for people: the author of a template, whoever operates the stack or runs the command
 * line. It names the property or resource, the value, the rule and the way out; what was underneath is its `cause`.
 */
export abstract class UserError extends Error {}
