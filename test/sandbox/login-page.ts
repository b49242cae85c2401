import type { HttpAnswer } from './http';

/** What a proxy sends in place of an answer to whoever has not signed in. */
export const LOGIN_PAGE: HttpAnswer = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body:
    '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><form method="post" action="/login">' +
    '<input name="user"><input name="password" type="password"><button>Sign in</button></form></body></html>\n',
};
