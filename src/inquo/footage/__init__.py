"""From a published video to shots, composites, impact frames and aim pixels."""
