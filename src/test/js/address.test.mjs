import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rootOf } from '../../main/resources/static/address.js';

test('the root is found from a module with or without a version, and below a path prefix', () => {
  assert.equal(rootOf('http://relay:8080/address.js'), 'http://relay:8080/');
  assert.equal(rootOf('http://relay:8080/v/0123456789ab/address.js'), 'http://relay:8080/');
  assert.equal(rootOf('https://example.org/relay/v/0123456789ab/address.js'), 'https://example.org/relay/');
  assert.equal(rootOf('https://example.org/v/stuff/address.js'), 'https://example.org/v/stuff/');
});
