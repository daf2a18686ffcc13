<?php
// GET / lists the notes, POST / adds one.
$notes = new PDO('sqlite:data/notes.db');
$notes->exec('CREATE TABLE IF NOT EXISTS note (text TEXT)');
if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    $notes->prepare('INSERT INTO note VALUES (?)')->execute([$_POST['text']]);
}
foreach ($notes->query('SELECT text FROM note') as $note) {
    echo htmlspecialchars($note['text']), "\n";
}
