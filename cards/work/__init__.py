"""The workbench: groups of what is not sold, who took them on, and what came of each listing."""
