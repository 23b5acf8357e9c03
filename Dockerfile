# The README's steps, and nothing else: "Run it in production".
FROM python:3.13-slim
RUN useradd --create-home nerve-centre
WORKDIR /opt/nerve-centre
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
RUN mkdir -p /var/lib/nerve-centre && chown nerve-centre /var/lib/nerve-centre
USER nerve-centre
ENV DEBUG=false NERVECENTRE_DIRECTORY=/var/lib/nerve-centre
EXPOSE 8000
CMD ["gunicorn", "-c", "python:nervecentre.gunicorn", "--bind", "0.0.0.0:8000", "nervecentre.wsgi"]
