package truth

import "math/rand/v2"

// A deck deals the numbers below n in random order, all of them before any
// of them again, so that every alternative gets its turn.
type deck struct{ left []int }

func (d *deck) draw(rng *rand.Rand, n int) int {
	if len(d.left) == 0 {
		d.left = rng.Perm(n)
	}
	card := d.left[len(d.left)-1]
	d.left = d.left[:len(d.left)-1]
	return card
}

// decks are the decks of one module.
type decks struct{ maker, use, root deck }
