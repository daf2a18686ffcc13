// GET / tells who voted for what.
const express = require('express');
const { Pool } = require('pg');

const pool = new Pool({ connectionString: 'postgres://postgres:postgres@db/postgres' });
pool.on('error', (problem) => console.error(`database: ${problem.message}`));

express()
  .get('/', async (request, response) => {
    try {
      response.json((await pool.query('SELECT id, vote FROM votes ORDER BY id')).rows);
    } catch (problem) {
      response.status(503).send(`${problem.message}\n`);
    }
  })
  .listen(80, () => console.log('App running on port 80'));
