"""An attacker with a calculator, who sees only what an audience sees."""
